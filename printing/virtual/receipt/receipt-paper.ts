/** The paper of the virtual receipt printer: what the commands leave on it, as lines of text, cut into receipts. */
import iconv from 'iconv-lite';
import type { EscPosItem } from './escpos-commands.ts';

const SHIFT_JIS = 0x31;

export class ReceiptPaper {
  readonly receipts: string[] = [];
  #lines: string[] = [];
  #line = '';
  #shiftJis = false;

  print(item: EscPosItem): void {
    switch (item.kind) {
      case 'text':
        this.#line += this.#decode(item.bytes);
        return;
      case 'line-feed':
        this.#feed();
        return;
      case 'command':
        this.#command(item.name, item.parameters);
        return;
      default: {
        const never: never = item;
        throw new Error(`unknown item ${String(never)}`);
      }
    }
  }

  #command(name: string, parameters: Uint8Array): void {
    if (name === 'ESC @') this.#shiftJis = false;
    if (name === 'FS C') this.#shiftJis = parameters[0] === SHIFT_JIS;
    // Columns are set by position; in text a gap stands for the way there.
    if (name === 'ESC $' && this.#line !== '') this.#line += '  ';
    if (name === 'GS V') this.#cut();
  }

  #feed(): void {
    this.#lines.push(this.#line.trimEnd());
    this.#line = '';
  }

  #cut(): void {
    if (this.#line !== '') this.#feed();
    if (this.#lines.length > 0) this.receipts.push(this.#lines.join('\n'));
    this.#lines = [];
  }

  /** Outside Japanese text the only high bytes are the pieces of a rule. */
  #decode(bytes: Uint8Array): string {
    if (this.#shiftJis) return iconv.decode(Buffer.from(bytes), 'cp932');
    return [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : '─')).join('');
  }
}
