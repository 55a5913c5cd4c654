export { dryRunCommand, type Foreseen } from './dry-run.ts';
export { createProfileHandler, PROFILE_CONSUMER, startProfileConsumer } from './profile-consumer.ts';
