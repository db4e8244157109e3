/**
 * Words of a server or a model as a person reads them who agrees to something: what shows nothing is shown as what it is.
 *
 * Source: FAULTS S1.
 */

const anythingUnseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** One line in which nothing is left out, terminal sequences included, and nothing stays unseen. */
export function toExactText(text: string): string {
  return text.replace(anythingUnseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
