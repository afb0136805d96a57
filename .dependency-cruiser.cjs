/** Borders between the rooms (docs/decisions/0002). A room is entered by its door only. */
const rooms = ['kiosk', 'card-reader', 'printing', 'server-bridge'];

/** A room is reached by its door, or by the door of a part that is a process or a product of its own. */
const doorRules = rooms.map((room) => ({
  name: `${room}-by-its-door`,
  severity: 'error',
  comment: `Import ${room}/index.ts or a part's own index.ts, nothing deeper.`,
  // The bench runner collects each room's figures from its own bench file.
  from: { pathNot: `^${room}/|^tests/bench\\.ts$` },
  to: {
    path: `^${room}/`,
    pathNot: [
      `^${room}/(index|snapshot)\\.ts$`,
      `^${room}/[a-z-]+/index\\.ts$`,
      `^${room}/[a-z-]+/[a-z-]+/index\\.ts$`,
      // Making the shell, and a real one for tests, are not what its users need.
      `^${room}/shell/electron/[a-z-]+/index\\.ts$`,
    ],
  },
}));

module.exports = {
  forbidden: [
    ...doorRules,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'protocol-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^server-bridge/protocol/' },
      to: { path: '^(kiosk|card-reader|printing|tests|server-bridge/(?!protocol/))' },
    },
    {
      name: 'screens-see-snapshots-only',
      severity: 'error',
      from: {
        path: '^kiosk/screens/',
        pathNot: '\\.(test|bench)\\.tsx?$|/(build|studio|screenshots)\\.ts$|^kiosk/screens/pictures/',
      },
      to: {
        path: '^(kiosk/(?!screens/|snapshot\\.ts|voice/index\\.ts)|card-reader|printing|server-bridge/(?!protocol/)|tests|node:)',
      },
    },
    {
      name: 'machines-are-pure',
      severity: 'error',
      comment: 'The machines get devices, line, clock and chance as actors and input.',
      from: { path: '^kiosk/(visit|terminal|operator)/machine/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(card-reader|printing|kiosk/(host|payment|screens|shell|event-log|key-switch)|server-bridge/(?!protocol/)|node:)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-composition-roots-join-rooms',
      severity: 'error',
      from: { path: '^kiosk/', pathNot: '^kiosk/(host|visit/process)/|^kiosk/snapshot\\.ts$|\\.test\\.ts$' },
      to: { path: '^(card-reader|printing)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'devices-know-no-kiosk',
      severity: 'error',
      from: { path: '^(card-reader|printing|server-bridge)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(kiosk|tests)/' },
    },
    {
      name: 'rooms-know-no-packaging',
      severity: 'error',
      from: { path: '^(kiosk|card-reader|printing|server-bridge)/' },
      to: { path: '^packaging/' },
    },
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      from: { path: '^(kiosk|card-reader|printing|server-bridge)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^tests/' },
    },
    {
      name: 'koffi-in-its-bindings-only',
      severity: 'error',
      from: { pathNot: '^(card-reader/pcsc|server-bridge/hardware-keys|packaging/service)/' },
      to: { path: 'node_modules/koffi' },
    },
    {
      name: 'serialport-in-its-line-only',
      severity: 'error',
      from: { pathNot: '^kiosk/payment/' },
      to: { path: 'node_modules/serialport/' },
    },
    {
      name: 'electron-in-its-shell-only',
      severity: 'error',
      from: { pathNot: '^kiosk/shell/electron/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: {
        path: '^(kiosk|card-reader|printing|server-bridge)/',
        pathNot:
          '\\.(test|bench)\\.tsx?$|/(testing|test-support)/|/(build|studio|screenshots|pseudo-locale)\\.ts$|^kiosk/shell/electron/(main|preload)\\.ts$',
      },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^out/|^\\.kofu/)' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
