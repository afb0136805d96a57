/** How Debian's chromium is started as a kiosk: nothing sent home, nothing cached, no gestures that leave the page. */
export interface ChromiumArguments {
  bootFile: string;
  userDataDirectory: string;
  headless: boolean;
  window: { width: number; height: number };
  /** Chromium refuses its own sandbox to root; only machines for development and tests run it so. */
  asRoot: boolean;
}

const FIXED = [
  '--kiosk',
  '--incognito',
  '--disk-cache-size=1',
  '--media-cache-size=1',
  '--disable-gpu',
  '--disable-gpu-shader-disk-cache',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-domain-reliability',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--metrics-recording-only',
  '--disable-client-side-phishing-detection',
  '--disable-extensions',
  '--disable-spell-checking',
  '--disable-print-preview',
  // A covered window still has to paint its heartbeat.
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
  '--no-pings',
  '--password-store=basic',
  '--disable-pinch',
  '--overscroll-history-navigation=0',
  '--autoplay-policy=no-user-gesture-required',
  '--force-device-scale-factor=1',
  '--window-position=0,0',
  '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,CertificateTransparencyComponentUpdater',
] as const;

export function chromiumArguments(options: ChromiumArguments): string[] {
  const { bootFile, userDataDirectory, headless, window, asRoot } = options;
  return [
    ...FIXED,
    ...(headless ? ['--headless=new'] : []),
    ...(asRoot ? ['--no-sandbox'] : []),
    `--user-data-dir=${userDataDirectory}`,
    `--window-size=${window.width},${window.height}`,
    `--app=file://${bootFile}`,
  ];
}
