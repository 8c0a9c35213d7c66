-- KEYS: done, work; ARGV: group, entry, piece, record, days kept in ms. Returns whether the record is
-- the piece's first, now or by an earlier try whose answer was lost.
if redis.call('HSETNX', KEYS[1], ARGV[3], ARGV[4]) == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[5]) end
redis.call('XACK', KEYS[2], ARGV[1], ARGV[2])
if redis.call('HGET', KEYS[1], ARGV[3]) == ARGV[4] then return 1 end
return 0
