import * as v from 'valibot';

/** Address 1 is the host's, 0 is everybody's. */
const AddressSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(255));
/** Every value divides the next larger one, so paying the largest first is always exact when anything is. */
const CoinYenSchema = v.picklist([1, 5, 10, 50, 100, 500]);

const HopperSchema = v.strictObject({
  address: AddressSchema,
  coinYen: CoinYenSchema,
  /**
   * What `dispense hopper coins` must carry: the hopper's own serial number, or eight bytes that a hopper without encryption
   * asks for and does not check. Hoppers that encrypt need a secret of their maker and are not supported.
   */
  authorisation: v.optional(v.picklist(['serial-number', 'unchecked-bytes']), 'serial-number'),
});

/** A coin acceptor and its hoppers on one ccTalk bus. */
export const CcTalkConfigurationSchema = v.pipe(
  v.strictObject({
    /** The serial device, for instance a USB adapter's. */
    path: v.pipe(v.string(), v.nonEmpty()),
    /** One wire for both directions: the host hears its own bytes first. */
    localEcho: v.optional(v.boolean(), true),
    checksum: v.optional(v.picklist(['simple', 'crc16']), 'simple'),
    acceptor: v.strictObject({
      address: v.optional(AddressSchema, 2),
      /** Yen by coin position from 1; asked of the acceptor itself where it is not said here. */
      coins: v.optional(
        v.pipe(
          v.array(
            v.strictObject({
              position: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(16)),
              yen: CoinYenSchema,
            }),
          ),
          v.minLength(1),
          v.maxLength(16),
        ),
      ),
    }),
    hoppers: v.pipe(v.array(HopperSchema), v.minLength(1), v.maxLength(8)),
  }),
  v.check(({ acceptor, hoppers }) => {
    const addresses = [acceptor.address, ...hoppers.map(({ address }) => address)];
    return new Set(addresses).size === addresses.length;
  }, 'two devices with one address'),
);
export type CcTalkConfiguration = v.InferOutput<typeof CcTalkConfigurationSchema>;
export type HopperConfiguration = CcTalkConfiguration['hoppers'][number];
