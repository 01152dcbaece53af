import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** argon2id as OWASP advises for servers: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** Each takes 19 MiB and a thread for some tens of ms; more at once would only slow down what is already waiting. */
const AT_ONCE = 2;
const WAITING = 64;

/** Too many people (or one machine) are signing in at this moment. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy';
}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(secret: string, salt: Buffer): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING) throw new TooBusy('Too many passwords are being checked');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await new Promise((resolve, reject) => {
      const parameters = { message: secret.normalize('NFKC'), nonce: salt, tagLength: TAG_BYTES, ...COST };
      argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag)));
    });
  } finally {
    // The place passes on to the next in line, or is given up.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
const PHC = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** The salted hash of a password or PIN in PHC form. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${text(salt)}$${text(await derive(secret, salt))}`;
}

const NOBODY = { salt: Buffer.alloc(SALT_BYTES), tag: Buffer.alloc(TAG_BYTES, 1) };

/** Whether the secret is the hashed one. Without a hash it takes as long and says no, so that the time tells nothing. */
export async function verifySecret(secret: string, hash: string | undefined): Promise<boolean> {
  const match = hash === undefined ? null : PHC.exec(hash);
  if (hash !== undefined && !match)
    throw new Error('A stored password hash is in a form that this server does not know');
  const salt = match?.[1] === undefined ? NOBODY.salt : Buffer.from(match[1], 'base64');
  const tag = match?.[2] === undefined ? NOBODY.tag : Buffer.from(match[2], 'base64');
  const given = await derive(secret, salt);
  return tag.length === given.length && timingSafeEqual(tag, given) && match !== null;
}
