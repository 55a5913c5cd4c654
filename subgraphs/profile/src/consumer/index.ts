export { dryRunCommand, type Foreseen, type ForeseenCommand } from './dry-run.ts';
export { createProfileHandler, PROFILE_CONSUMER, startProfileConsumer } from './profile-consumer.ts';
export type { ClosureSize } from '../identities/batch-context.ts';
