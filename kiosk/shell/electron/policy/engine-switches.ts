/** The switches the shell gives to its own engine before it starts: nothing cached, nothing sent, no gesture that leaves the page. */
export const ENGINE_SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  // Disk (electron-shell §9)
  ['disable-http-cache'],
  ['disk-cache-size', '1'],
  ['media-cache-size', '1'],
  ['disable-gpu-shader-disk-cache'],
  ['disable-breakpad'],
  ['disable-crash-reporter'],
  ['disable-crashpad-forwarding'],
  ['password-store', 'basic'],
  // Network: there is none to use
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-quic'],
  ['no-pings'],
  ['no-proxy-server'],
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  // Gestures (electron-shell §10)
  ['disable-pinch'],
  ['overscroll-history-navigation', '0'],
  // A covered window still has to paint its heartbeat (electron-shell §11)
  ['disable-renderer-backgrounding'],
  ['disable-backgrounding-occluded-windows'],
  ['disable-background-timer-throttling'],
  // Screens
  ['autoplay-policy', 'no-user-gesture-required'],
  ['force-device-scale-factor', '1'],
  ['disable-speech-api'],
  [
    'disable-features',
    'Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,WebUSB,WebBluetooth,SpareRendererForSitePerProcess',
  ],
];
