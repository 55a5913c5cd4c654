// Imported before anything of Apollo, which reads it while it loads.
// oxlint-disable-next-line node/no-process-env -- the only way to tell Apollo
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
