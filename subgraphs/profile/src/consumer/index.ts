export { dryRunCommand, type Foreseen } from './dry-run.ts';
export type { ClosureSize } from '../identities/batch-context.ts';
export { createProfileHandler, startProfileConsumer } from './profile-consumer.ts';
