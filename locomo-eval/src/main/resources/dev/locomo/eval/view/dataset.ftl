<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page name "Data">
<header><h1>${name}</h1><p class="soft">sha256 <code>${sha256}</code></p></header>
<#if problem??><p class="notice">${problem}</p></#if>
<#if samples??>
<div class="card scroll" tabindex="0"><table><thead><tr><th>conversation</th><th>speakers</th><th class="num">sessions</th><th class="num">turns</th><th class="num">pictures</th><th class="num">questions</th></tr></thead><tbody>
<#list samples as s><tr><td><a href="${at}/conversation?id=${url(s.id)}">${s.id}</a></td><td dir="auto">${cut(s.speakerA)}, ${cut(s.speakerB)}</td><td class="num">${s.sessions}</td><td class="num">${s.turns}</td><td class="num">${s.captions}</td><td class="num">${s.questions}</td></tr></#list>
</tbody></table></div></#if>
<h2>What is wrong or odd in it</h2>
<#if findings?has_content><p class="soft">${all_findings} findings<#if (all_findings > findings?size)>, the first ${findings?size} of them</#if></p>
<div class="card scroll" tabindex="0"><table class="list"><thead><tr><th>finding</th><th>conversation</th><th>place</th><th>found</th><th>expected</th></tr></thead><tbody>
<#list findings as f><tr><td>${f.oddity.severity().label()}: ${f.oddity.code()}</td><td>${f.sample}</td><td><code>${f.place}</code></td><td dir="auto">${cut(f.found)}</td><td>${cut(f.expected)}</td></tr></#list>
</tbody></table></div><#else><p class="empty">Nothing.</p></#if>
</@l.page>
</#escape>
