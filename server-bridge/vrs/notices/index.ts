/** The door of notices: who is told of what looks like misuse. */
export { NoticeConfigurationSchema, type NoticeFileError, readWebhooks } from './notice-configuration.ts';
export { tellDetections } from './tell-detections.ts';
