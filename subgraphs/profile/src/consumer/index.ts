export { dryRunCommand, type Foreseen } from './dry-run.ts';
export type { ClosureSize } from '../identities/batch-context.ts';
export { createProfileHandler, PROFILE_CONSUMER, startProfileConsumer } from './profile-consumer.ts';
