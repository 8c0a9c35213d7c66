-- KEYS: work; ARGV: group, consumer, entry, piece, next time. Puts a piece that the consumer still
-- holds back into the stream.
if #redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1, ARGV[2]) == 0 then return 0 end
redis.call('XACK', KEYS[1], ARGV[1], ARGV[3])
redis.call('XADD', KEYS[1], '*', 'piece', ARGV[4], 'time', ARGV[5])
return 1
