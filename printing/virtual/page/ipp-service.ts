/** The printer's side of IPP: checks a request as RFC 8011 §4.1 tells, and answers it from the mechanism. */
import {
  attribute,
  GROUP,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  OPERATION,
  type PlainAttributes,
  plainAttributes,
  STATUS,
} from '../../page-printer/ipp/index.ts';
import { ACCEPTED_ATTRIBUTES, DEFAULT_LIST_ATTRIBUTES, jobAttributes } from './job-description.ts';
import { pdfPageCount } from './pdf-page-count.ts';
import { isOpen, type PrintMechanism, type VirtualJob } from './print-mechanism.ts';
import { printerAttributes, SUPPORTED_FORMATS, SUPPORTED_MEDIA } from './printer-description.ts';

type Answer = { readonly status: number; readonly groups?: readonly IppGroup[] };
type Request = { readonly operation: PlainAttributes; readonly job: PlainAttributes; readonly document: Uint8Array };

const text = (attributes: PlainAttributes, name: string): string | undefined => {
  const value = attributes[name]?.[0];
  return typeof value === 'string' ? value : undefined;
};

export class IppService {
  readonly #mechanism: PrintMechanism;
  readonly #uri: () => string;

  constructor(mechanism: PrintMechanism, uri: () => string) {
    this.#mechanism = mechanism;
    this.#uri = uri;
  }

  /** Never throws for what a client may send. */
  async answer(request: IppMessage, document: Uint8Array): Promise<IppMessage> {
    const { status, groups = [] } = requestFault(request) ?? (await this.#perform(request, document));
    return answerMessage(request, status, groups);
  }

  #perform(message: IppMessage, document: Uint8Array): Answer | Promise<Answer> {
    const [operationGroup, ...others] = message.groups;
    const request: Request = {
      operation: plainAttributes(operationGroup?.attributes ?? []),
      job: plainAttributes(others.find(({ tag }) => tag === GROUP.job)?.attributes ?? []),
      document,
    };
    switch (message.code) {
      case OPERATION.printJob:
        return this.#printJob(request);
      case OPERATION.validateJob:
        return { status: jobFault(request) ?? STATUS.ok };
      case OPERATION.getPrinterAttributes:
        return { status: STATUS.ok, groups: [this.#printerGroup(request)] };
      case OPERATION.getJobs:
        return this.#getJobs(request);
      case OPERATION.getJobAttributes:
        return this.#withJob(request, (job) => ({
          status: STATUS.ok,
          groups: [this.#jobGroup(job, request, ['all'])],
        }));
      case OPERATION.cancelJob:
        return this.#withJob(request, (job) => {
          if (!isOpen(job)) return { status: STATUS.notPossible };
          this.#mechanism.cancel(job);
          return { status: STATUS.ok };
        });
      default:
        return { status: STATUS.operationNotSupported };
    }
  }

  async #printJob(request: Request): Promise<Answer> {
    const fault = jobFault(request);
    if (fault !== undefined) return { status: fault };
    const pages = await pdfPageCount(request.document);
    // Asked after the wait above, so that two jobs at the same instant are not both taken.
    if (this.#mechanism.openJob !== undefined) return { status: STATUS.busy };
    const job = this.#mechanism.accept({
      name: text(request.operation, 'job-name') ?? 'untitled',
      userName: text(request.operation, 'requesting-user-name') ?? 'anonymous',
      pages,
      pdf: request.document,
    });
    return { status: STATUS.ok, groups: [this.#jobGroup(job, { operation: {} }, ACCEPTED_ATTRIBUTES)] };
  }

  #getJobs(request: Request): Answer {
    const completed = text(request.operation, 'which-jobs') === 'completed';
    const owner =
      request.operation['my-jobs']?.[0] === true ? text(request.operation, 'requesting-user-name') : undefined;
    const jobs = this.#mechanism.jobs.filter(
      (job) => isOpen(job) !== completed && (owner === undefined || job.userName === owner),
    );
    return { status: STATUS.ok, groups: jobs.map((job) => this.#jobGroup(job, request, DEFAULT_LIST_ATTRIBUTES)) };
  }

  #withJob(request: Request, use: (job: VirtualJob) => Answer): Answer {
    const byUri = /\/(\d+)$/.exec(text(request.operation, 'job-uri') ?? '')?.[1];
    const id = request.operation['job-id']?.[0] ?? (byUri === undefined ? undefined : Number(byUri));
    if (typeof id !== 'number') return { status: STATUS.badRequest };
    const job = this.#mechanism.job(id);
    return job === undefined ? { status: STATUS.notFound } : use(job);
  }

  #printerGroup(request: Pick<Request, 'operation'>): IppGroup {
    const attributes = requestedOnly(printerAttributes(this.#mechanism, this.#uri()), request, ['all']);
    return { tag: GROUP.printer, attributes };
  }

  #jobGroup(job: VirtualJob, request: Pick<Request, 'operation'>, byDefault: readonly string[]): IppGroup {
    const attributes = requestedOnly(jobAttributes(job, this.#mechanism, this.#uri()), request, byDefault);
    return { tag: GROUP.job, attributes };
  }
}

/** Charset and language stand first in every answer (RFC 8011 §4.1.4). */
export function answerMessage(
  request: Pick<IppMessage, 'version' | 'requestId'>,
  code: number,
  groups: readonly IppGroup[],
): IppMessage {
  const head: IppGroup = {
    tag: GROUP.operation,
    attributes: [
      attribute('attributes-charset', { syntax: 'charset', value: 'utf-8' }),
      attribute('attributes-natural-language', { syntax: 'naturalLanguage', value: 'en' }),
    ],
  };
  const known = request.version.major === 1 || request.version.major === 2;
  const version = known ? request.version : { major: 1, minor: 1 };
  return { version, code, requestId: request.requestId, groups: [head, ...groups] };
}

/** What is wrong with a request whatever it asks for. */
function requestFault(request: IppMessage): Answer | undefined {
  if (request.version.major !== 1 && request.version.major !== 2) return { status: STATUS.versionNotSupported };
  const [group] = request.groups;
  const [charset, language] = group?.attributes ?? [];
  const ordered = charset?.name === 'attributes-charset' && language?.name === 'attributes-natural-language';
  if (request.requestId < 1 || group?.tag !== GROUP.operation || !ordered) return { status: STATUS.badRequest };
  const operation = plainAttributes(group.attributes);
  if (text(operation, 'attributes-charset') !== 'utf-8') return { status: STATUS.charsetNotSupported };
  const target = text(operation, 'printer-uri') ?? text(operation, 'job-uri');
  return target === undefined ? { status: STATUS.badRequest } : undefined;
}

/** The status with which a job is refused, or `undefined` for one that can be printed. */
function jobFault({ operation, job }: Pick<Request, 'operation' | 'job'>): number | undefined {
  if (!SUPPORTED_FORMATS.includes(text(operation, 'document-format') ?? 'application/pdf')) {
    return STATUS.documentFormatNotSupported;
  }
  if (operation['ipp-attribute-fidelity']?.[0] !== true) return undefined;
  const supported: Readonly<Record<string, readonly unknown[]>> = {
    media: SUPPORTED_MEDIA,
    sides: ['one-sided'],
    copies: [1],
  };
  const kept = Object.entries(job).every(([name, values]) => values.every((value) => supported[name]?.includes(value)));
  return kept ? undefined : STATUS.attributesOrValuesNotSupported;
}

/** Group names such as `all` and `job-description` mean everything; a virtual printer has no need to be finer. */
function requestedOnly(
  attributes: readonly IppAttribute[],
  request: Pick<Request, 'operation'>,
  byDefault: readonly string[],
): IppAttribute[] {
  const requested = request.operation['requested-attributes'] ?? byDefault;
  const everything = requested.some((name) => typeof name === 'string' && /^all$|-(description|template)$/.test(name));
  return attributes.filter(({ name }) => everything || requested.includes(name));
}
