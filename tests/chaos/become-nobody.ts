// Loaded before the server by a test that runs as root: from the moment at which the program's modules are read and it begins to
// work, it is a user who owns nothing, for whom a folder can be read-only.
const NOBODY = 65_534;

process.once('newListener', () => process.seteuid?.(NOBODY));
