<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page sample.id "Data">
<header><h1>${sample.id}</h1><p class="soft" dir="auto">${cut(sample.conversation.speakerA)} and ${cut(sample.conversation.speakerB)}; of <a href="${back}">${name}</a></p></header>
<#if questions?has_content><details class="session"><summary>${questions?size} question${(questions?size == 1)?then('', 's')}</summary><table class="list"><thead><tr><th>question</th><th>category</th><th>gold</th><th>evidence</th></tr></thead><tbody>
<#list questions as q><tr><td dir="auto">${cut(q.text)}</td><td>${q.category.label()}</td><td dir="auto"><@l.gold q/></td><td><#list q.evidence as e><a href="<#if (pages > 1)>?id=${url(sample.id)}</#if>${place(e)}">${e}</a> </#list></td></tr></#list>
</tbody></table></details></#if>
<@l.pager/>
<@l.turns/>
<@l.pager/>
</@l.page>
</#escape>
