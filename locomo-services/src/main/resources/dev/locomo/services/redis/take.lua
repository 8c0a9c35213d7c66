-- KEYS: times, amounts, sum; ARGV: limit, entry, amount. Returns 0 when it was taken, now or by an
-- earlier try whose answer was lost, else the microseconds until the oldest of the last minute no
-- longer counts. A budget is a sorted set of what was taken by when (microseconds of the server's
-- clock), a hash of the amounts, and their sum; all of it ends a minute after the last was taken.
if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then return 0 end
local minute = 60000000
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - minute)
for _, entry in ipairs(old) do
  redis.call('DECRBY', KEYS[3], redis.call('HGET', KEYS[2], entry) or 0)
  redis.call('HDEL', KEYS[2], entry)
  redis.call('ZREM', KEYS[1], entry)
end
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
local sum = tonumber(redis.call('GET', KEYS[3]) or '0')
if #first > 0 and sum + tonumber(ARGV[3]) > tonumber(ARGV[1]) then
  return math.max(1, first[2] + minute - now)
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[2])
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('INCRBY', KEYS[3], ARGV[3])
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, 61000) end
return 0
