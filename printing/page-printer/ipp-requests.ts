/** The five questions we ask a printer, each with its answer checked. */
import { err, ok, type Result } from 'neverthrow';
import {
  A4_MEDIA,
  attribute,
  GROUP,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  LAST_SUCCESS_STATUS,
  OPERATION,
  type PlainAttributes,
  plainGroups,
  STATUS,
} from './ipp/index.ts';
import type { IppConnection, SendLimits } from './ipp-connection.ts';
import type { IppFailure, SendFailure } from './ipp-failure.ts';
import { JOB_ATTRIBUTES, type Job, parseJob } from './job-attributes.ts';

/** Printers list finished jobs with name and user for hours, so both are the same words for everybody. */
const JOB_NAME = 'certificate';
const USER_NAME = 'kiosk';

/** Attributes of a copy that must not be ignored or replaced by the printer. */
const BINDING_ATTRIBUTES: readonly string[] = ['media', 'sides', 'copies', 'document-format'];

export type SubmitError =
  | ({ readonly kind: 'failed' } & SendFailure)
  | { readonly kind: 'status'; readonly statusCode: number }
  /** Accepted, but with these attributes ignored or replaced: the job must be cancelled. */
  | { readonly kind: 'substituted'; readonly jobId: number };

export class IppRequests {
  readonly #connection: IppConnection;
  readonly #printerUri: string;

  constructor(connection: IppConnection, printerUri: string) {
    this.#connection = connection;
    this.#printerUri = printerUri;
  }

  async getPrinterAttributes(
    names: readonly string[],
    limits: SendLimits,
  ): Promise<Result<PlainAttributes, IppFailure>> {
    const answer = await this.#ask(OPERATION.getPrinterAttributes, [requested(names)], limits);
    return answer.andThen((message) => {
      if (!isSuccess(message)) return err({ kind: 'ipp-status', statusCode: message.code } as const);
      return oneGroup(message, GROUP.printer);
    });
  }

  /** `undefined`: the printer does not know the job. */
  async getJob(jobId: number, limits: SendLimits): Promise<Result<Job | undefined, IppFailure>> {
    const answer = await this.#ask(
      OPERATION.getJobAttributes,
      [jobIdAttribute(jobId), requested(JOB_ATTRIBUTES)],
      limits,
    );
    return answer.andThen((message): Result<Job | undefined, IppFailure> => {
      if (message.code === STATUS.notFound || message.code === STATUS.gone) return ok(undefined);
      if (!isSuccess(message)) return err({ kind: 'ipp-status', statusCode: message.code });
      return oneGroup(message, GROUP.job).andThen((attributes) => {
        const job = parseJob(attributes);
        return job?.jobId === jobId ? ok(job) : err(unexpectedAttributes);
      });
    });
  }

  /** Ids of the jobs that are not finished. */
  async openJobIds(limits: SendLimits): Promise<Result<number[], IppFailure>> {
    const which = [keyword('which-jobs', 'not-completed'), requested(['job-id'])];
    const answer = await this.#ask(OPERATION.getJobs, which, limits);
    return answer.andThen((message) => {
      if (!isSuccess(message)) return err({ kind: 'ipp-status', statusCode: message.code } as const);
      const ids = plainGroups(message, GROUP.job).map((group) => group['job-id']?.[0]);
      return ids.every((id) => typeof id === 'number') ? ok(ids) : err(unexpectedAttributes);
    });
  }

  async cancelJob(jobId: number, limits: SendLimits): Promise<Result<void, IppFailure>> {
    const answer = await this.#ask(OPERATION.cancelJob, [jobIdAttribute(jobId)], limits);
    return answer.map(() => undefined);
  }

  /** One copy, one job. Resolves with the job's id once the printer has accepted the whole document. */
  async printJob(pdf: Uint8Array, limits: SendLimits): Promise<Result<number, SubmitError>> {
    const operation = this.#operationGroup([
      { name: 'job-name', values: [{ syntax: 'name', value: JOB_NAME }] },
      { name: 'ipp-attribute-fidelity', values: [{ syntax: 'boolean', value: true }] },
      { name: 'document-format', values: [{ syntax: 'mimeMediaType', value: 'application/pdf' }] },
    ]);
    const job: IppGroup = {
      tag: GROUP.job,
      attributes: [
        { name: 'copies', values: [{ syntax: 'integer', value: 1 }] },
        keyword('sides', 'one-sided'),
        keyword('media', A4_MEDIA),
      ],
    };
    const request = { operation: OPERATION.printJob, groups: [operation, job], document: pdf };
    const answer = await this.#connection.send(request, limits);
    return answer.mapErr((failure): SubmitError => ({ kind: 'failed', ...failure })).andThen(acceptedJobId);
  }

  async #ask(
    operation: number,
    attributes: readonly IppAttribute[],
    limits: SendLimits,
  ): Promise<Result<IppMessage, IppFailure>> {
    const answer = await this.#connection.send({ operation, groups: [this.#operationGroup(attributes)] }, limits);
    return answer.mapErr(({ failure }) => failure);
  }

  /** Charset and language come first, in this order, then the target (RFC 8011 §4.1.4). */
  #operationGroup(attributes: readonly IppAttribute[]): IppGroup {
    return {
      tag: GROUP.operation,
      attributes: [
        { name: 'attributes-charset', values: [{ syntax: 'charset', value: 'utf-8' }] },
        { name: 'attributes-natural-language', values: [{ syntax: 'naturalLanguage', value: 'en' }] },
        { name: 'printer-uri', values: [{ syntax: 'uri', value: this.#printerUri }] },
        ...attributes.filter(({ name }) => name === 'job-id'),
        { name: 'requesting-user-name', values: [{ syntax: 'name', value: USER_NAME }] },
        ...attributes.filter(({ name }) => name !== 'job-id'),
      ],
    };
  }
}

const unexpectedAttributes: IppFailure = { kind: 'malformed-answer', cause: 'unexpected-attributes' };

const isSuccess = (message: IppMessage): boolean => message.code <= LAST_SUCCESS_STATUS;

function acceptedJobId(message: IppMessage): Result<number, SubmitError> {
  if (!isSuccess(message)) return err({ kind: 'status', statusCode: message.code });
  const jobId = oneGroup(message, GROUP.job).map((attributes) => attributes['job-id']?.[0]);
  if (jobId.isErr() || typeof jobId.value !== 'number') {
    return err({ kind: 'failed', failure: unexpectedAttributes, sent: true });
  }
  const replaced = plainGroupsNames(message, GROUP.unsupported).some((name) => BINDING_ATTRIBUTES.includes(name));
  return replaced ? err({ kind: 'substituted', jobId: jobId.value }) : ok(jobId.value);
}

/** Names, whatever their values: an unsupported attribute often comes with none. */
function plainGroupsNames(message: IppMessage, groupTag: number): string[] {
  return message.groups
    .filter(({ tag }) => tag === groupTag)
    .flatMap(({ attributes }) => attributes.map(({ name }) => name));
}

function oneGroup(message: IppMessage, groupTag: number): Result<PlainAttributes, IppFailure> {
  const [group, ...more] = plainGroups(message, groupTag);
  return group !== undefined && more.length === 0 ? ok(group) : err(unexpectedAttributes);
}

function keyword(name: string, value: string): IppAttribute {
  return attribute(name, { syntax: 'keyword', value });
}

function jobIdAttribute(jobId: number): IppAttribute {
  return attribute('job-id', { syntax: 'integer', value: jobId });
}

function requested(names: readonly string[]): IppAttribute {
  return { name: 'requested-attributes', values: names.map((value) => ({ syntax: 'keyword', value })) };
}
