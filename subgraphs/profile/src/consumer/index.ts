export { dryRunCommand, type Foreseen } from './dry-run.ts';
export { createProfileHandler, startProfileConsumer } from './profile-consumer.ts';
