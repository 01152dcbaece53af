// The server's console: `npm run admin -- reset-password LOGIN`. Whoever may write the server's data folder may do this.
import { randomInt } from 'node:crypto';
import { access as mayAccess } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { login as loginSchema } from '@duty-room/shared/protocol/http';
import { readConfig } from '../config.ts';
import { CONSOLE_WAITS_MS, leaveRequest, takeAnswer } from './console-request.ts';
import { hashSecret } from './password.ts';

const ASK_EVERY_MS = 250;
/** Letters and digits that nobody mistakes for one another when the password is read aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

function newPassword(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}

function stop(message: string, code: number): never {
  console.error(message);
  process.exit(code);
}

const [act, given = '', ...more] = process.argv.slice(2);
const parsed = loginSchema.safeParse(given);
if (act !== 'reset-password' || !parsed.success || more.length > 0)
  stop('用法  usage: npm run admin -- reset-password LOGIN', 2);

const config = readConfig(process.env, []);
if (!config.ok) stop(config.message, 2);
const { dataDir } = config.value;
await mayAccess(dataDir).catch(() =>
  stop(`${dataDir}: 没有此数据目录（DATA_DIR）  there is no such data folder (DATA_DIR)`, 2),
);

const password = newPassword();
const id = await leaveRequest(dataDir, { act, login: parsed.data, hash: await hashSecret(password) });
for (let waited = 0; waited < CONSOLE_WAITS_MS; waited += ASK_EVERY_MS) {
  const answer = await takeAnswer(dataDir, id);
  if (answer?.done === true) {
    console.log(`${parsed.data} 的新密码  new password of ${parsed.data}:\n\n    ${password}\n`);
    console.log('原有登录均已失效。请登录后立即更改密码。  Earlier sessions have ended. Change it after signing in.');
    process.exit(0);
  }
  if (answer?.why === 'unknown-login') stop(`${parsed.data}: 没有此账号  there is no such account`, 1);
  if (answer) stop('服务器未能重设密码，详见其日志  the server could not reset the password; see its log', 1);
  await wait(ASK_EVERY_MS);
}
console.log(
  `服务器未在运行，新密码将在下次启动时生效  the server is not running; from its next start the password is:\n\n    ${password}\n`,
);
