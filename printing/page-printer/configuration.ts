import * as v from 'valibot';

const isPrinterUri = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^ipps?:$/.test(url.protocol) && url.hostname !== '' && url.username === '' && url.hash === '';
};

/**
 * Where the page printer is. `ipps` needs the printer's own certificate: it is pinned, because a printer on the store's
 * network has no name a public authority could vouch for, and a page must not go to whoever answers.
 */
export const PagePrinterConfigurationSchema = v.pipe(
  v.strictObject({
    /** `ipp://host[:port]/path` or `ipps://…`; port 631 unless said otherwise (RFC 3510, RFC 7472). */
    uri: v.pipe(v.string(), v.check(isPrinterUri, 'not an ipp or ipps URI')),
    certificatePem: v.optional(v.pipe(v.string(), v.startsWith('-----BEGIN CERTIFICATE-----'))),
  }),
  v.check(
    ({ uri, certificatePem }) => uri.startsWith('ipps:') === (certificatePem !== undefined),
    'a certificate belongs to ipps, and ipps needs one',
  ),
);

export type PagePrinterConfiguration = { readonly uri: string; readonly certificatePem?: string | undefined };
