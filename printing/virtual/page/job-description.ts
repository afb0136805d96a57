import { attribute, type IppAttribute, JOB_STATE } from '../../page-printer/ipp/index.ts';
import type { PrintMechanism, VirtualJob } from './print-mechanism.ts';
import { enumeration, integer, keywords, nameValue, uriValue } from './printer-description.ts';

/** The job's attributes (RFC 8011 §5.3). */
export function jobAttributes(job: VirtualJob, mechanism: PrintMechanism, printerUri: string): readonly IppAttribute[] {
  const printerReasons = mechanism.reasons.length === 0 ? ['none'] : mechanism.reasons;
  return [
    integer('job-id', job.id),
    uriValue('job-uri', `${printerUri}/${job.id}`),
    uriValue('job-printer-uri', printerUri),
    nameValue('job-name', job.name),
    nameValue('job-originating-user-name', job.userName),
    enumeration('job-state', JOB_STATE[job.state]),
    keywords('job-state-reasons', [job.reason]),
    keywords('job-printer-state-reasons', job.state === 'stopped' ? printerReasons : ['none']),
    integer('job-impressions', job.pages),
    integer('job-impressions-completed', job.sheets),
    integer('job-media-sheets-completed', job.sheets),
    integer('time-at-creation', job.createdUpTimeSeconds),
    upTime('time-at-processing', job.processingUpTimeSeconds),
    upTime('time-at-completed', job.completedUpTimeSeconds),
    integer('job-printer-up-time', mechanism.upTimeSeconds),
  ];
}

function upTime(name: string, seconds: number | undefined): IppAttribute {
  return seconds === undefined ? attribute(name, { syntax: 'no-value' }) : integer(name, seconds);
}

/** Without `requested-attributes` a list of jobs is ids only (RFC 8011 §4.2.6.1). */
export const DEFAULT_LIST_ATTRIBUTES: readonly string[] = ['job-id', 'job-uri'];

/** What Print-Job answers with (RFC 8011 §4.2.1.2). */
export const ACCEPTED_ATTRIBUTES: readonly string[] = ['job-id', 'job-uri', 'job-state', 'job-state-reasons'];
