-- KEYS: times, amounts, sum; ARGV: entry, real amount.
local before = redis.call('HGET', KEYS[2], ARGV[1])
if before then
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
  redis.call('INCRBY', KEYS[3], string.format('%.0f', ARGV[2] - before))
end
return 0
