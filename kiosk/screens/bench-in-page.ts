/** The part of the bench that runs in the page. Every function returns times in milliseconds. */

/** Settles when the frame under way has been handed over: the task after it runs. */
const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

/** From the navigation to the first contents on the screen. */
export async function firstContentsPainted(): Promise<number[]> {
  for (;;) {
    const [entry] = performance.getEntriesByName('first-contentful-paint');
    if (entry !== undefined) return [entry.startTime];
    await painted();
  }
}

/** From a touch to the frame that shows what the host answered. */
export function touchesToPaint(count: number): Promise<number[]> {
  return touches(count, painted);
}

/** From a touch to the changed page, before the browser paints it. */
export function touchesToChange(count: number): Promise<number[]> {
  return touches(count, () => Promise.resolve());
}

async function touches(count: number, settled: () => Promise<void>): Promise<number[]> {
  const { key, boxes } = pinScreen();
  return await repeat(count, async () => {
    const change = changed(boxes);
    key.click();
    await change;
    await settled();
  });
}

/** A change made by the page itself, to the frame that shows it: what no host and no renderer could be faster than. */
export async function browserAlone(count: number): Promise<number[]> {
  const { boxes } = pinScreen();
  return await repeat(count, async () => {
    boxes.classList.toggle('measured');
    await painted();
  });
}

async function repeat(count: number, action: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    await painted();
    const start = performance.now();
    await action();
    times.push(performance.now() - start);
  }
  return times;
}

function pinScreen(): { key: HTMLElement; boxes: Element } {
  const key = document.querySelector<HTMLElement>('.pad button');
  const boxes = document.querySelector('.pin-boxes');
  if (key === null || boxes === null) throw new Error('The PIN screen has a pad.');
  return { key, boxes };
}

function changed(element: Element): Promise<void> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      resolve();
    });
    observer.observe(element, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}
