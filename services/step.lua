-- One hop, all of it or nothing. KEYS: every key that is touched. ARGV[1]: the plan, as JSON (see services/messaging.py).
-- Scripts are not rolled back, so everything that can refuse comes first and the acknowledgement comes last.
local plan = cjson.decode(ARGV[1])

if plan.acknowledges then
  local a = plan.acknowledges
  local pending = redis.call('XPENDING', a.stream, a.group, a.id, a.id, 1)
  if #pending == 0 or pending[1][2] ~= a.consumer then return 'not_pending' end
end

for _, e in ipairs(plan.expects) do
  local found
  if e.argument ~= '' then found = redis.call(e.command, e.key, e.argument) else found = redis.call(e.command, e.key) end
  if e.absent then
    if found then return 'changed' end
  elseif not found or found ~= e.value then
    return 'changed'
  end
end

-- An append to a key of another type fails half-way: look first.
for _, a in ipairs(plan.appends) do
  local kind = redis.call('TYPE', a.stream).ok
  if kind ~= 'none' and kind ~= 'stream' then
    return redis.error_reply('WRONGTYPE ' .. a.stream .. ' is a ' .. kind .. ' and not a stream')
  end
end

for _, a in ipairs(plan.appends) do
  local number = redis.call('INCR', a.counter)
  a.fields[#a.fields + 1] = 'sequence'
  a.fields[#a.fields + 1] = tostring(number)
  redis.call('XADD', a.stream, '*', unpack(a.fields))
end

for _, w in ipairs(plan.writes) do
  redis.call(w.command, w.key, unpack(w.arguments))
end

if plan.acknowledges then
  redis.call('XACK', plan.acknowledges.stream, plan.acknowledges.group, plan.acknowledges.id)
end
return 'done'
