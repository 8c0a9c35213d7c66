<#import "layout.ftl" as l>
<#import "../report/page.ftl" as p>
<#escape x as esc(x)>
<#assign q = row.question>
<@l.page q.key() + " of " + run "">
<header><h1 dir="auto">${cut(q.text)}</h1>
<p class="soft">${q.key()}, ${q.category.label()}, ${row.outcome()}; evidence shown: ${row.evidence()}; run <a href="${run_address(run)}">${run}</a></p>
<p class="links"><a href="${back}">List</a><#if before != ""><a rel="prev" href="/runs/${url(run)}/question?id=${url(before)}${query}">Previous (k)</a></#if><#if after != ""><a rel="next" href="/runs/${url(run)}/question?id=${url(after)}${query}">Next (j)</a></#if></p></header>
<section class="card"><dl>
<#if (q.text?length > 300)><@p.entry "Question" q.text/></#if>
<#if q.gold.text??><@p.entry "Gold" q.gold.text/><#else><dt>Gold</dt><dd class="empty">not answered in the conversation</dd><#if q.gold.lure??><@p.entry "Lure" q.gold.lure/></#if></#if>
<#list replies as r>
<@p.entry r.form?starts_with("free")?then((r.form == "free")?then("Answer", "Answer, repeat " + r.form[5..]), "Choice, " + r.form) r.answer/>
<#if r.reason != ""><@p.entry r.outcome.label() r.reason/></#if>
<@p.entry "Reply as it came" r.exchange.raw/>
<dt>How</dt><dd class="soft"><#if r.exchange.cached>from the cache, </#if><#if r.exchange.inputTokens??>${r.exchange.inputTokens} tokens in, </#if><#if r.exchange.outputTokens??>${r.exchange.outputTokens} out, </#if>${r.exchange.latencyMillis} ms<#if r.exchange.providerModel??>, by ${r.exchange.providerModel}</#if></dd>
</#list>
</dl></section>
<h2>Scores</h2>
<div class="card scroll" tabindex="0"><table class="why"><thead><tr><th>metric</th><th class="num">score, %</th><th>why</th></tr></thead><tbody>
<#list row.scores as metric, score><tr><td>${metric}</td><td class="num"><#if score.value??>${percent(score.value)}<#else>&ndash;</#if></td><td dir="auto"><#if score.value??>${cut(score.why)}<#else>${score.reason.label()}: ${cut(score.detail)}</#if></td></tr></#list>
<#list labels as who, right><tr><td>label<#if who != ""> of ${who}</#if></td><td class="num">${right?then("right", "wrong")}</td><td>by a person</td></tr></#list>
</tbody></table></div>
<#list found![] as f><h2>What the memory system gave</h2>
<p class="soft"><#if f.op == "failed">The search failed: ${f.reason!"no reason is recorded"}<#else>${f.given!0} item${((f.given!0) == 1)?then('', 's')} in ${round(f.seconds!0)} s; shown to the reader:</#if></p>
<#if f.shown?has_content><ol class="card found"><#list f.shown as one><li><span dir="auto"><@p.text one.text!""/></span><span class="soft">${one.date!}<#list one.sources![] as source> <a href="#${source}">${source}</a></#list></span></li></#list></ol></#if></#list>
<#if served>
<h2>Prompt</h2>
<#if no_prompt??><p class="empty">${no_prompt}</p></#if>
<#list prompts![] as prompt>
<section class="card"><h3>${(prompt.form() == "free")?then("asked freely", prompt.form())}</h3>
<p class="${prompt.proven()?then("yes", "no")}">${prompt.proven()?then("Planned again; its hash is the one that the run recorded.", "Planned again; the run recorded another hash, or none: it may have asked something else.")}</p>
<#list prompt.messages() as m><details class="long"<#if (m.text()?length < 3000)> open</#if>><summary>${m.role()?string?lower_case}, ${m.text()?length} characters</summary><pre class="text" dir="auto" tabindex="0">${m.text()}</pre></details></#list>
</section>
</#list>
</#if>
<h2>Conversation</h2>
<#if !served><p><#assign talk = "/runs/" + url(run) + "/conversation?id=" + url(q.id().sample())><a href="${talk}">${q.id().sample()}</a>; evidence: <#list q.evidence as e><a href="${talk}${place(e)}">${e}</a> <#else>none</#list><#if row.free()??>; shown: <#list row.free().context as c><a href="${talk}${place(c)}">${c}</a> <#else>not recorded</#list></#if></p><#elseif sample??><p class="soft"><#if long>Of this long conversation, sessions with evidence or retrieved turns. <a href="/runs/${url(run)}/conversation?id=${url(q.id().sample())}">All of it</a><#else>Sessions with evidence or retrieved turns are open.</#if></p><@l.turns/><#else><p class="empty">Its data set is not available.</p></#if>
</@l.page>
</#escape>
