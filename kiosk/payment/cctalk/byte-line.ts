/** The wire: bytes out, bytes in. A serial device, or a simulated one in tests. */
export interface ByteLine {
  readonly isOpen: boolean;
  write(bytes: Uint8Array): void;
  /** What arrives while nobody listens is dropped. */
  onBytes(listener: (chunk: Uint8Array) => void): () => void;
  onClose(listener: () => void): () => void;
  close(): Promise<void>;
}
