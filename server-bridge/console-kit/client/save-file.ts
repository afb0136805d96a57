/** Lets the browser save bytes that the page has fetched; the address of the bytes goes again at once. */
export function saveFile(bytes: Blob, name: string): void {
  const address = URL.createObjectURL(bytes);
  try {
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
  } finally {
    // The download has been taken over by then.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}
