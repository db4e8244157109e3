/** The scripts of our time that are written from the right. */
const rightToLeft = /^[\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Adlm}\p{sc=Rohg}]/u;

/** Which way `text` is written, by its first letter, as `dir="auto"` has it; from the left where there is none. */
export function writingDirection(text: string): 'ltr' | 'rtl' {
  const [letter] = /\p{L}/u.exec(text) ?? [''];
  return rightToLeft.test(letter) ? 'rtl' : 'ltr';
}
