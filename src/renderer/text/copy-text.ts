/**
 * Copies the text of a field. A browser that lends its clipboard to nobody (Electron grants the microphone only) still
 * copies what is selected.
 */
export async function copyTextOf(field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand('copy');
  }
}
