-- KEYS: known, work, stages; ARGV: how many stages there are with this one, days kept in ms, pieces.
-- Adds the pieces that are not known yet to the stream of work.
for i = 3, #ARGV do
  if redis.call('HSETNX', KEYS[1], ARGV[i], '1') == 1 then
    redis.call('XADD', KEYS[2], '*', 'piece', ARGV[i], 'time', '1')
  end
end
if tonumber(redis.call('GET', KEYS[3]) or '0') < tonumber(ARGV[1]) then redis.call('SET', KEYS[3], ARGV[1]) end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[2]) end
return 0
