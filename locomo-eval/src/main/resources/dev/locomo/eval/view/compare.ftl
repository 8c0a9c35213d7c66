<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page "Compare" "Compare">
<h1>Compare</h1>
<form class="filters" method="get" action="/compare">
<#list 0..((chosen?size > 2)?then(chosen?size, 2) - 1) as i><label>${(i == 0)?then("Baseline", "Run")} <select name="run"><option value="">none</option><#list runs as r><option<#if (chosen[i]!"") == r.run> selected</#if>>${r.run}</option></#list></select></label></#list>
<label>Metric <input name="metric" value="${asked.metric!}" placeholder="the usual one"></label><button>Compare</button></form>
<#if problem??><p class="notice">${problem}</p></#if>
<#if document??>
<#list document.warnings as w><p class="notice">${w}</p></#list>
<h2>Settings that differ</h2>
<#if document.settings?has_content><div class="card scroll" tabindex="0"><table><thead><tr><th>setting</th><#list chosen as name><th>${name}</th></#list></tr></thead><tbody><#list document.settings as s><tr><td>${s.name}</td><#list 0..(chosen?size - 1) as i><td><code>${cut((s.values[i])!"not recorded")}</code></td></#list></tr></#list></tbody></table></div><#else><p class="empty">None.</p></#if>
<h2>Scores</h2>
<div class="card scroll" tabindex="0"><table><thead><tr><th>run</th><#if document.metric??><th>mean over</th><th class="num">${document.metric}, %</th><#else><th>metric</th><th class="num">mean, %</th></#if></tr></thead><tbody>
<#list document.runs as r><#if document.metric??><#list r.scores as name, of><#if of.covers??><tr><td>${r.name}</td><td>${of.covers?join(", ")}</td><td class="num"><@l.mean of/></td></tr></#if></#list><#else><#list r.metrics as m, of><tr><td>${r.name}</td><td>${m}</td><td class="num"><@l.mean of/></td></tr></#list></#if></#list>
</tbody></table></div>
<#list document.comparisons as c>
<h2>${c.run} against ${c.baseline}</h2>
<p class="soft">A difference above 0 means that ${c.run} is better.<#if c.paired??> ${c.paired} question${(c.paired == 1)?then('', 's')} in pairs; ${c.only_baseline} only of the baseline, ${c.only_run} only of the run.</#if></p>
<div class="card scroll" tabindex="0"><table><thead><tr><th>of</th><th class="num">pairs</th><th class="num">difference, points</th><th class="num">95 % interval</th><th class="num">p, corrected</th><th>finding</th></tr></thead><tbody>
<#list c.slices!c.metrics as name, v><tr><td>${name}</td><td class="num">${v.pairs}</td><td class="num">${percent(v.difference)}</td><td class="num"><#if v.low??>${percent(v.low)} to ${percent(v.high)}<#else>&ndash;</#if></td><td class="num">${round(v.p_holm)}</td><td>${v.finding}</td></tr></#list>
</tbody></table></div>
<#if c.questions??>
<h3>Questions that differ, the widest first</h3>
<div class="card scroll" tabindex="0"><table class="list"><thead><tr><th>question</th><th>baseline's answer</th><th>run's answer</th><th class="num">baseline</th><th class="num">run</th></tr></thead><tbody>
<#list c.questions[0..*200] as q><tr><td><a href="/runs/${url(c.run)}/question?id=${url(q.question_id)}"><span class="soft">${q.question_id}</span> <span dir="auto">${cut(q.question!"")}</span></a></td><td dir="auto">${cut(q.baseline_answer!"")}</td><td dir="auto">${cut(q.run_answer!"")}</td><td class="num">${percent(q.baseline)}</td><td class="num">${percent(q.run)}</td></tr></#list>
</tbody></table></div>
<#if (c.questions?size > 200)><p class="soft">${c.questions?size} questions differ; the first 200 are shown.</p></#if>
<#else>
<#list c.units as name, units><#if units?has_content><h3>${name}: items that differ, the widest first</h3><p><#list units[0..*30] as u><a class="chip" href="/runs/${url(c.run)}/item?id=${url(u.unit)}">${u.unit} ${round(u.difference)}</a></#list></p></#if></#list>
</#if>
</#list>
</#if>
</@l.page>
</#escape>
