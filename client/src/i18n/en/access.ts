import type { access as source } from '../zh/access.ts';
import type { Words } from '../words.ts';

export const access = {
  signIn: {
    title: 'Sign in',
    login: 'User name',
    password: 'Password',
    submit: 'Sign in',
    busy: 'Signing in',
    loginMissing: 'Enter your user name',
    passwordMissing: 'Enter your password',
    forgotten:
      'Forgot the password? The administrator sets a new one. An administrator can set their own on the server with npm run admin.',
    byPin: 'With PIN',
    byPassword: 'With password',
    afterwards: 'You return to your page afterwards.',
    version: 'Version {{version}}',
  },
  switch: {
    title: 'Change person',
    who: 'Who takes the desk',
    now: 'now',
    pin: 'PIN',
    pinRule: 'A PIN is 4 to 8 digits',
    submit: 'Change person',
    other: 'Someone else, with password',
    cancel: 'Cancel',
    nobody:
      'Nobody else with a PIN has used this machine yet. Sign in with a password, then set a PIN under “PIN and password”.',
  },
  pin: {
    title: 'PIN and password',
    pin: 'PIN',
    password: 'Password',
    note: 'With a PIN you take over this desk quickly. It works only on machines where you signed in before.',
    newPin: 'New PIN (4 to 8 digits)',
    again: 'Once more',
    differs: 'The two differ',
    ownPassword: 'Present password',
    newPassword: 'New password',
    savePin: 'Save PIN',
    savePassword: 'Save password',
  },
  password: {
    rule: '{{min}} to {{max}} characters; a sentence is fine, spaces count',
    short: 'At least {{min}} characters',
    again: 'Password once more',
    differs: 'The two passwords differ',
  },
  expired: {
    title: 'Your session has ended: sign in again',
    note: 'The page and your drafts are kept; you go on where you were.',
  },
} satisfies Words<typeof source>;
