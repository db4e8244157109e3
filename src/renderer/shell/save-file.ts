/** Saves a file the way the browser saves files. */
export function saveFile(content: Blob, fileName: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken the file over once the click's task has ended.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
