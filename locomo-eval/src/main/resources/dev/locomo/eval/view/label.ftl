<#import "layout.ftl" as l>
<#import "../report/page.ftl" as p>
<#escape x as esc(x)>
<@l.page "Label answers" "">
<h1>Label answers</h1>
<#if step == "name">
<form class="filters" method="get" action="/label/${id}"><label>Your name <input name="by" required maxlength="100" autocomplete="name"></label><label>How many answers <input name="count" type="number" min="1" value="${count}"></label><label>Seed <input name="seed" type="number" min="0" max="100000" value="${seed}"></label><button>Begin</button></form>
<p class="soft">Answers come one after the other, drawn at random; whose they are is not shown. Two people with the same count and seed label the same ones.</p>
<#elseif step == "answer">
<p class="soft" role="status">Answer ${at + 1} of ${count}; ${done} labelled by ${by}<#if given != "">; this one is labelled ${given}</#if></p>
<section class="card"><dl><@p.entry "Question" answered.question().text()/><@p.entry "Right is" answered.gold()/><dt>Answer</dt><dd class="answer"><@p.text answered.answer()/></dd></dl></section>
<form class="keys" method="post" action="/label/${id}"><#list [["by", by], ["count", count], ["seed", seed], ["at", at]] as f><input type="hidden" name="${f[0]}" value="${f[1]}"></#list><button name="label" value="right" data-key="r">right (r)</button><button name="label" value="wrong" data-key="w">wrong (w)</button></form>
<p class="links"><#if (at > 0)><a data-key="b" href="/label/${id}?by=${url(by)}&amp;count=${count}&amp;seed=${seed}&amp;at=${at - 1}">back (b)</a></#if><a data-key="s" href="/label/${id}?by=${url(by)}&amp;count=${count}&amp;seed=${seed}&amp;at=${at + 1}">skip (s)</a></p>
<#else>
<p>All ${count} answers have been seen; ${done} are labelled by ${by}.<#if (done < count)> <a href="/label/${id}?by=${url(by)}&amp;count=${count}&amp;seed=${seed}">Those that were skipped</a></#if></p>
<#if agreement?has_content><h2>Agreement between people</h2>
<div class="card scroll" tabindex="0"><table><thead><tr><th>of</th><th>and</th><th class="num">answers of both</th><th class="num">same</th><th class="num">Cohen's kappa</th></tr></thead><tbody><#list agreement as a><tr><td>${a.first}</td><td>${a.second}</td><td class="num">${a.answers}</td><td class="num">${a.same}</td><td class="num"><#if a.kappa??>${round(a.kappa)}<#else>&ndash;</#if></td></tr></#list></tbody></table></div></#if>
</#if>
</@l.page>
</#escape>
