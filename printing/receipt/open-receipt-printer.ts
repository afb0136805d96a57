import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { askStatus } from './ask-status.ts';
import { followReceipt } from './follow-receipt.ts';
import { ReceiptConnection } from './receipt-connection.ts';
import type { ReceiptFacts } from './receipt-facts.ts';
import type {
  ReceiptError,
  ReceiptLineError,
  ReceiptPrinter,
  ReceiptPrinterStatus,
  ReceiptPrintOptions,
} from './receipt-printer.ts';
import { receiptToBytes } from './receipt-render.ts';

export const receiptConfigurationSchema = v.strictObject({
  host: v.pipe(v.string(), v.nonEmpty()),
  port: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535)), 9100),
});
export type ReceiptConfiguration = v.InferInput<typeof receiptConfigurationSchema>;

/** Every wait of the receipt printer client, in milliseconds. */
export const RECEIPT_PRINTER_DELAYS = {
  connectLimitMs: 3_000,
  /** One real-time question and its byte. */
  statusLimitMs: 2_000,
  /** Printing and cutting a whole receipt while nothing is wrong. */
  printLimitMs: 10_000,
  /** Between two looks at the printer while a receipt is on its way. */
  livePollMs: 500,
  /** How long a fault may last on the way. A receipt is not worth a long wait of somebody who has the certificate. */
  attentionLimitMs: 20_000,
};
export type ReceiptPrinterDelays = Readonly<typeof RECEIPT_PRINTER_DELAYS>;

/** A receipt printer on the network. Each call is a conversation of its own: many printers talk to one host at a time. */
export function openReceiptPrinter(
  configuration: ReceiptConfiguration,
  options: { readonly delays?: Partial<ReceiptPrinterDelays> } = {},
): ReceiptPrinter {
  const address = v.parse(receiptConfigurationSchema, configuration);
  return new EscPosReceiptPrinter(address, { ...RECEIPT_PRINTER_DELAYS, ...options.delays });
}

class EscPosReceiptPrinter implements ReceiptPrinter {
  readonly #address: { readonly host: string; readonly port: number };
  readonly #delays: ReceiptPrinterDelays;
  #turn: Promise<unknown> = Promise.resolve();
  #printing = false;
  #closed = false;

  constructor(address: { host: string; port: number }, delays: ReceiptPrinterDelays) {
    this.#address = address;
    this.#delays = delays;
  }

  async status(): Promise<ReceiptPrinterStatus> {
    const asked = await this.#converse((connection) => askStatus(connection, this.#delays.statusLimitMs));
    return asked
      .andThen((status) => status)
      .match(
        (status): ReceiptPrinterStatus => status,
        (cause) => ({ kind: 'unreachable', cause }),
      );
  }

  async print(facts: ReceiptFacts, options: ReceiptPrintOptions = {}): Promise<Result<void, ReceiptError>> {
    if (this.#printing) return err({ kind: 'busy' });
    const bytes = receiptToBytes(facts);
    if (bytes.isErr()) return err(bytes.error);
    this.#printing = true;
    try {
      const printed = await this.#converse((connection) => this.#send(connection, bytes.value, options));
      return printed.mapErr((cause): ReceiptError => ({ kind: 'unreachable', cause })).andThen((outcome) => outcome);
    } finally {
      this.#printing = false;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#turn;
  }

  async #send(
    connection: ReceiptConnection,
    bytes: Uint8Array,
    options: ReceiptPrintOptions,
  ): Promise<Result<void, ReceiptError>> {
    const before = await askStatus(connection, this.#delays.statusLimitMs);
    if (before.isErr()) return err({ kind: 'unreachable', cause: before.error });
    if (before.value.kind === 'unreachable') return err(before.value);
    if (before.value.kind === 'attention') return err({ ...before.value, mayHavePrinted: false });
    if (before.value.paperNearEnd) options.onEvent?.({ kind: 'paper-near-end' });
    connection.write(bytes);
    options.onEvent?.({ kind: 'sent' });
    const { attentionLimitMs = this.#delays.attentionLimitMs, onEvent = () => {} } = options;
    return followReceipt(connection, { ...this.#delays, attentionLimitMs }, onEvent);
  }

  /** One conversation after the other, each on its own connection. */
  async #converse<T>(talk: (connection: ReceiptConnection) => Promise<T>): Promise<Result<T, ReceiptLineError>> {
    const before = this.#turn;
    const turn = before.then(() => this.#talk(talk));
    this.#turn = turn;
    return await turn;
  }

  async #talk<T>(talk: (connection: ReceiptConnection) => Promise<T>): Promise<Result<T, ReceiptLineError>> {
    if (this.#closed) return err({ kind: 'no-connection', code: 'closed' });
    const connected = await ReceiptConnection.connect(this.#address, this.#delays.connectLimitMs);
    if (connected.isErr()) return err(connected.error);
    try {
      return ok(await talk(connected.value));
    } finally {
      await connected.value.close();
    }
  }
}
