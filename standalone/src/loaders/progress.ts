import { SingleBar } from 'cli-progress';

export type OnProgress = (progress: { readonly done: number; readonly total: number }) => void;

export interface ProgressDisplay {
  readonly onProgress: OnProgress;
  /** Leaves the terminal clean; safe to call twice. */
  readonly stop: () => void;
}

type Output = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };

/** Shows a load on stderr: a bar on a terminal, else a line for every tenth of the way. */
export function showProgress(
  label: string,
  { plain = false, output = process.stderr }: { readonly plain?: boolean; readonly output?: Output } = {},
): ProgressDisplay {
  return plain || output.isTTY !== true ? showLines(label, output) : showBar(label);
}

function showLines(label: string, output: Output): ProgressDisplay {
  let shown = -1;
  return {
    onProgress: ({ done, total }) => {
      const tenth = total === 0 ? 10 : Math.floor((done * 10) / total);
      if (tenth === shown) return;
      shown = tenth;
      output.write(`${label}: ${done} of ${total} events\n`);
    },
    stop: () => undefined,
  };
}

function showBar(label: string): ProgressDisplay {
  const bar = new SingleBar({
    format: `${label} [{bar}] {percentage}% {value}/{total} events, {duration_formatted}`,
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    hideCursor: true,
    stream: process.stderr,
  });
  let started = false;
  return {
    onProgress: ({ done, total }) => {
      if (!started) bar.start(total, done);
      else bar.update(done);
      started = true;
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
}
