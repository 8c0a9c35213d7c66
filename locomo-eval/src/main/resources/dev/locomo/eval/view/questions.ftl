<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page "Questions of " + run "">
<h1>Questions</h1>
<p class="soft">of <a href="${run_address(run)}">${run}</a></p>
<form class="filters" method="get" action="/runs/${url(run)}/questions" role="search"><@l.words/><@l.choose "category" "Category" categories/><@l.choose "sample" "Conversation" samples/><@l.choose "outcome" "Outcome" outcomes/><label>Metric <select name="metric"><#list metrics as m><option<#if metric == m> selected</#if>>${m}</option></#list></select></label><@l.choose name="score" label="Score" values=["zero", "part", "full", "none"]/><#if judges?has_content><@l.choose "judge" "Judge" judges "all judges"/><@l.choose name="verdict" label="Verdict" values=["right", "wrong", "none", "split"]/></#if><@l.choose name="evidence" label="Evidence shown" values=["all", "some", "none", "unknown"]/><#if repeated><@l.choose name="repeats" label="Repeats' scores" values=["differ", "same"]/></#if><label>Order <select name="order"><#list [["", "as in the file"], ["worst", "worst first"], ["best", "best first"], ["slow", "slowest first"]] as o><option value="${o[0]}"<#if (asked.order!"") == o[0]> selected</#if>>${o[1]}</option></#list></select></label><button>Show</button></form>
<p class="soft" role="status">${found} of ${all} questions</p>
<@l.pager/>
<div class="card scroll" tabindex="0"><table class="list">
<thead><tr><th>question</th><th>category</th><th>outcome</th><th class="num">${metric}, %</th></tr></thead><tbody>
<#list rows as one>
<#assign q = one.row.question>
<tr class="${one.kind}"><td><a href="/runs/${url(run)}/question?id=${url(q.key())}<#if query != "">&amp;${query[1..]}</#if>"><span class="soft">${q.key()}</span> <span dir="auto">${cut(q.text)}</span></a><span class="soft" dir="auto">${cut(one.row.answer())}</span></td><td>${q.category.label()}</td><td>${one.row.outcome()}</td><td class="num value"><#if one.value??>${percent(one.value)}<#else>&ndash;</#if></td></tr>
</#list>
</tbody></table></div>
<@l.pager/>
</@l.page>
</#escape>
