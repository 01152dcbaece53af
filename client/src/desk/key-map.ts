/** What a key asks of the desk. Keys that write carry a modifier. */
export const DESK_KEYS = [
  { action: 'intake', keys: ['F2'] },
  { action: 'log', keys: ['F3'] },
  { action: 'urgent', keys: ['F4'] },
  { action: 'palette', keys: ['Ctrl', 'K'] },
  { action: 'evidence', keys: ['Alt', '1'] },
  { action: 'not-reached', keys: ['Alt', '2'] },
  { action: 'register', keys: ['Ctrl', 'Enter'] },
  { action: 'down', keys: ['J'] },
  { action: 'up', keys: ['K'] },
  { action: 'find', keys: ['/'] },
  { action: 'help', keys: ['?'] },
  { action: 'leave', keys: ['Esc'] },
] as const;
export type DeskAction = (typeof DESK_KEYS)[number]['action'];

/** What is looked at of a keyboard event. */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
};

/** The code that browsers give to keys that an input method swallows. */
const IN_COMPOSITION = 229;

/** Which action a key asks for; undefined for none. While an input method composes, no key means anything to the desk. */
export function actionOf(press: KeyPress, inField: boolean): DeskAction | undefined {
  if (press.isComposing || press.keyCode === IN_COMPOSITION) return undefined;
  const { key, code, altKey, shiftKey } = press;
  const control = press.ctrlKey || press.metaKey;
  if (control && !altKey && !shiftKey) {
    if (code === 'KeyK' || key.toLowerCase() === 'k') return 'palette';
    return key === 'Enter' ? 'register' : undefined;
  }
  if (altKey && !control && !shiftKey) {
    if (code === 'Digit1' || code === 'Numpad1') return 'evidence';
    return code === 'Digit2' || code === 'Numpad2' ? 'not-reached' : undefined;
  }
  if (control || altKey) return undefined;
  if (!shiftKey) {
    if (key === 'F2') return 'intake';
    if (key === 'F3') return 'log';
    if (key === 'F4') return 'urgent';
    if (key === 'Escape') return 'leave';
  }
  if (inField) return undefined;
  if (key === '?' || key === '？') return 'help';
  if (shiftKey) return undefined;
  switch (key) {
    case 'j':
    case 'J':
      return 'down';
    case 'k':
    case 'K':
      return 'up';
    case '/':
      return 'find';
    default:
      return undefined;
  }
}
