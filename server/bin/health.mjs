// The container's health check: exit 0 when this machine's server says that it takes commands.
// On its own loopback the certificate's name does not matter, so it is not compared.
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';

const { PORT = '8080', TLS_CERT } = process.env;
const options = {
  host: '127.0.0.1',
  port: Number(PORT),
  path: '/health/ready',
  rejectUnauthorized: false,
  timeout: 4000,
};
const request = (TLS_CERT ? getSecure : getPlain)(options, (response) => {
  response.resume();
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => request.destroy(new Error('no answer')));
request.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
