/** Whether it is among the PINs that everybody tries first: one digit, digits in a row, or a pair again and again. */
export function isCommonPin(pin: string): boolean {
  const digits = Array.from(pin, Number);
  const step = ((digits[1] ?? 0) - (digits[0] ?? 0) + 10) % 10;
  const inARow = digits.every((digit, index) => index === 0 || (digit - (digits[index - 1] ?? 0) + 10) % 10 === step);
  const pairs = digits.length > 2 && digits.every((digit, index) => index < 2 || digit === digits[index - 2]);
  return pairs || (inARow && (step <= 1 || step === 9));
}
