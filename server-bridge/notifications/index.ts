/** Telling somebody outside: signed webhooks. */
export { ATTEMPT_LIMIT_MS, type DeliveryError, postWebhook, type Webhook } from './webhook.ts';
export { isLoopback, WebhookSecretSchema, WebhookUrlSchema } from './webhook-url.ts';
