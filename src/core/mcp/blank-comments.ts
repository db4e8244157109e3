/**
 * JSON with comments, as VS Code and others keep it, as plain JSON. Pure.
 *
 * Always: every character that stays keeps its line and column.
 */

const piece = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Comments become blanks; what stands in quotes stays. */
export function blankComments(text: string): string {
  return text.replace(piece, (found) => (found.startsWith('"') ? found : found.replace(/[^\n]/g, ' ')));
}
