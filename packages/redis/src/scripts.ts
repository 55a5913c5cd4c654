import { createHash } from 'node:crypto';

/**
 * The steps that must be atomic, for Redis 7. A space has
 * - its fence, a sorted set: the epoch, the sequence number and the floor (negative, so that ranges of tombstones pass
 *   them by), the run of the server that it was begun on and, once vouched for, is read on, each hold, how many holds each
 *   tag has (negative as well), and each changed tag with the sequence number of its release;
 * - its members, a sorted set: who vouches, by the end of the lease;
 * - for each tag a sorted set of the entries that have it, by their expiry;
 * - the entries: epoch, tags and value, one line each.
 * An entry is readable when its epoch is the fence's and it is a member of the set of each of its tags. So nothing that
 * Redis may lose (by eviction, a restart, an old snapshot or a replica that was behind) makes an old entry readable.
 */
export interface Script {
  readonly text: string;
  readonly sha: string;
}

/** The score of a tag that is held: later than every fence. */
const HELD = '9007199254740991';

/** Longest time for which it is remembered who vouched, in milliseconds. */
const MEMBERS_MS = 24 * 60 * 60 * 1000;

const common = `
local fence = KEYS[1]
local function run_id()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or 'unknown'
end
local function epoch()
  if not redis.call('ZSCORE', fence, '!run:' .. run_id()) then return nil end
  return redis.call('ZSCORE', fence, '!epoch') or nil
end
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function digits(number) return string.format('%.0f', number) end
`;

/**
 * KEYS: fence, entries. ARGV: prefix of the tags' sets. Answers the fence (nil: nobody vouches), how many tags are held,
 * then the values.
 */
export const getManyScript = script(`${common}
local now = epoch()
if not now then return { false, 0 } end
local answer = {
  now .. ':' .. string.sub(redis.call('ZSCORE', fence, '!seq'), 2),
  redis.call('ZCOUNT', fence, '${HELD}', '${HELD}'),
}
local function readable(key)
  local raw = redis.call('GET', key)
  if not raw then return false end
  local first = string.find(raw, '\\n', 1, true)
  local second = string.find(raw, '\\n', first + 1, true)
  if string.sub(raw, 1, first - 1) ~= now then return false end
  for tag in string.gmatch(string.sub(raw, first + 1, second - 1), '[^\\t]+') do
    if not redis.call('ZSCORE', ARGV[1] .. tag, key) then return false end
  end
  return string.sub(raw, second + 1)
end
for i = 2, #KEYS do answer[i + 1] = readable(KEYS[i]) end
return answer
`);

/** KEYS: fence, entries. ARGV: fence of the read, prefix of the tags' sets, then value, ttl and tags of each entry. */
export const setManyScript = script(`${common}
local asked_epoch, asked = string.match(ARGV[1], '^(.-):(%d+)$')
local now = epoch()
if not now or now ~= asked_epoch then return 0 end
asked = tonumber(asked)
if asked < -tonumber(redis.call('ZSCORE', fence, '!floor')) then return 0 end
local clock = now_ms()
local function index(tag, key, expiry)
  local set = ARGV[2] .. tag
  for _, old in ipairs(redis.call('ZRANGEBYSCORE', set, '-inf', digits(clock), 'LIMIT', 0, 16)) do
    redis.call('ZREM', set, old)
  end
  redis.call('ZADD', set, digits(expiry), key)
  if redis.call('PEXPIRETIME', set) < expiry then redis.call('PEXPIREAT', set, digits(expiry)) end
end
local stored = 0
for i = 2, #KEYS do
  local at = 3 + (i - 2) * 3
  local value, ttl, tags = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2]
  local fresh = true
  for tag in string.gmatch(tags, '[^\\t]+') do
    local changed = redis.call('ZSCORE', fence, 't:' .. tag)
    if changed and tonumber(changed) > asked then fresh = false end
  end
  if fresh then
    redis.call('SET', KEYS[i], now .. '\\n' .. tags .. '\\n' .. value, 'PX', digits(ttl))
    for tag in string.gmatch(tags, '[^\\t]+') do index(tag, KEYS[i], clock + ttl) end
    stored = stored + 1
  end
end
return stored
`);

/**
 * KEYS: fence, members, sets of the tags. ARGV: epoch, id of the hold, prefix for the sets taken away, channel, message,
 * holder, lease, then the tags. Answers the names of the sets taken away.
 */
export const holdScript = script(`${common}
local now = redis.call('ZSCORE', fence, '!epoch')
local counts = now and now == '-' .. ARGV[1] and redis.call('ZADD', fence, 'NX', -1, 'h:' .. ARGV[2]) == 1
if counts then
  redis.call('ZINCRBY', fence, -1, '!seq')
  redis.call('ZADD', KEYS[2], 'NX', digits(now_ms() + ARGV[7]), ARGV[6])
  redis.call('PEXPIRE', KEYS[2], ${MEMBERS_MS})
end
local taken = {}
for i = 3, #KEYS do
  if counts then
    redis.call('ZADD', fence, '${HELD}', 't:' .. ARGV[5 + i])
    redis.call('ZINCRBY', fence, -1, 'c:' .. ARGV[5 + i])
  end
  if redis.call('EXISTS', KEYS[i]) == 1 then
    local name = ARGV[3] .. (i - 2)
    redis.call('RENAME', KEYS[i], name)
    taken[#taken + 1] = name
  end
end
redis.call('PUBLISH', ARGV[4], ARGV[5])
return taken
`);

/** KEYS: fence. ARGV: id of the hold, tombstones to remember, channel, message, then the tags. */
export const releaseScript = script(`${common}
if redis.call('ZREM', fence, 'h:' .. ARGV[1]) == 0 then return 0 end
local at = -tonumber(redis.call('ZINCRBY', fence, -1, '!seq'))
for i = 5, #ARGV do
  if tonumber(redis.call('ZINCRBY', fence, 1, 'c:' .. ARGV[i])) == 0 then
    redis.call('ZREM', fence, 'c:' .. ARGV[i])
    redis.call('ZADD', fence, digits(at), 't:' .. ARGV[i])
  end
end
local surplus = redis.call('ZCOUNT', fence, 1, '(${HELD}') - ARGV[2]
if surplus > 0 then
  local old = redis.call('ZRANGEBYSCORE', fence, 1, '(${HELD}', 'WITHSCORES', 'LIMIT', 0, surplus)
  for i = 1, #old, 2 do redis.call('ZREM', fence, old[i]) end
  redis.call('ZADD', fence, '-' .. old[#old], '!floor')
end
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 1
`);

/** KEYS: a set that was taken away. ARGV: how many entries to remove. Answers how many were. */
export const sweepScript = script(`
local members = redis.call('ZPOPMIN', KEYS[1], ARGV[1])
for i = 1, #members, 2 do redis.call('UNLINK', members[i]) end
return #members / 2
`);

/** KEYS: fence, members. ARGV: epoch, life. The fence is read once somebody vouches for it. */
export const beginScript = script(`${common}
redis.call('UNLINK', fence, KEYS[2])
redis.call('ZADD', fence, '-' .. ARGV[1], '!epoch', -1, '!seq', -1, '!floor', -1, '!begun:' .. run_id())
redis.call('PEXPIRE', fence, ARGV[2])
return 1
`);

/** KEYS: fence, members. ARGV: holder, epoch, lease, latest moment. */
export const vouchScript = script(`${common}
local clock = now_ms()
if clock > tonumber(ARGV[4]) then return { 'late', clock } end
local run = run_id()
local known = redis.call('ZSCORE', fence, '!epoch') == '-' .. ARGV[2] and redis.call('ZSCORE', fence, '!begun:' .. run)
if not known then return { 'lapsed', clock } end
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', digits(clock), 'LIMIT', 0, 2)) do
  if member ~= ARGV[1] then return { 'lapsed', clock } end
end
redis.call('ZADD', KEYS[2], digits(clock + ARGV[3]), ARGV[1])
redis.call('ZADD', fence, -1, '!run:' .. run)
redis.call('PEXPIRE', fence, ARGV[3])
redis.call('PEXPIRE', KEYS[2], ${MEMBERS_MS})
return { 'kept', clock }
`);

/** KEYS: members. ARGV: holder. */
export const leaveScript = script(`return redis.call('ZREM', KEYS[1], ARGV[1])`);

/** KEYS: counter. ARGV: what to add, life of a new counter. Answers its value and what is left of its life. */
export const incrementScript = script(`
local value = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  left = tonumber(ARGV[2])
end
return { value, left }
`);

function script(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}
