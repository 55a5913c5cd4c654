import { AppError } from '@customer360/service';
import { readName } from './checks.ts';

/** The tenant's first conversion step; null when its mapping has none. */
export type FirstConversionStep = () => Promise<string | null>;

/** The step that counts as a conversion: the one that was asked for, else the tenant's first. */
export async function readGoal(
  goal: string | null | undefined,
  firstConversionStep: FirstConversionStep,
): Promise<string> {
  if (goal != null) return readName('goal', goal);
  const step = await firstConversionStep();
  if (step !== null) return step;
  throw new AppError('BAD_USER_INPUT', 'goal must be given: the tenant has no conversion step.');
}
