/** The three visits of the tour, and what each is to show. */
export const TOUR_VISITS = [
  {
    id: 'good',
    title: 'A visit that goes well',
    person: 'four-doses',
    outline: 'From the first touch to the paper in the hand.',
    wrongPinFirst: false,
    jam: false,
  },
  {
    id: 'wrong-pin',
    title: 'A wrong PIN first',
    person: 'ichiyo',
    outline: 'A mistake costs one try and nothing else.',
    wrongPinFirst: true,
    jam: false,
  },
  {
    id: 'paper-jam',
    title: 'A paper jam, mended by the clerk',
    person: 'four-doses',
    outline: 'The printer jams with the money already paid; the clerk follows the screen, and the certificate comes.',
    wrongPinFirst: false,
    jam: true,
  },
] as const;
export type TourVisit = (typeof TOUR_VISITS)[number];
