<#import "../report/page.ftl" as p>
<#escape x as esc(x)>
<#macro page title current="" live=false>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${cut(title)} - locomo</title>
<#if served>
<style><#noescape>${style}</#noescape></style>
<script src="/assets/view.js" defer></script>
<#else>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; base-uri 'none'; form-action 'none'">
<link rel="stylesheet" href="report.css">
<link rel="stylesheet" href="view.css">
</#if>
</head>
<body<#if !served> class="still"</#if>>
<a class="skip" href="#main">to the content</a>
<nav aria-label="pages"><#list served?then([["/", "Runs"], ["/live", "Live"], ["/compare", "Compare"], ["/data", "Data"]], [["/", "Runs"], ["/data", "Data"]]) as item><a href="${item[0]}"<#if item[1] == current> aria-current="page"</#if>>${item[1]}</a></#list></nav>
<main id="main"<#if live> data-live="2000"</#if>>
<#nested>
</main>
</body>
</html>
</#macro>

<#-- A mean in percent with its interval; scores that are no shares as they are. -->
<#macro mean of><#if (of.mean)?? && of.mean?is_number>${percent(of.mean)}<#if (of.low)?? && of.low?is_number><span class="soft">${percent(of.low)} to ${percent(of.high)}</span></#if><#else>&ndash;</#if></#macro>

<#macro state of><span class="state ${of.state}">${of.state}</span></#macro>

<#macro progress of><#if of.progress??><#local at = of.progress><#if at.planned?? && (at.planned > 0)><progress max="${at.planned}" value="${at.done}" aria-label="progress of ${of.run}"></progress> <span class="soft">${at.done} of ${at.planned}</span></#if></#if></#macro>

<#macro choose name label values all="any"><label>${label} <select name="${name}"><option value="">${all}</option><#list values as value><option<#if (asked[name]!"") == value> selected</#if>>${value}</option></#list></select></label></#macro>

<#macro words><label>Words <input type="search" name="q" value="${asked.q!}"></label></#macro>

<#macro pager><#if (pages > 1)><p class="pager"><#if before != ""><a rel="prev" href="${before}">previous</a> </#if>page ${at_page} of ${pages}<#if after != ""> <a rel="next" href="${after}">next</a></#if></p></#if></#macro>

<#macro turns>
<#list sessions as session>
<#assign n = session.number?string>
<details class="session" id="S${n}"<#if open?seq_contains(n)> open</#if>><summary>Session ${n}<span class="soft"> ${cut(session.dateText)}</span><#if retrieved["S" + n]??> <span class="chip hit">retrieved, rank ${retrieved["S" + n]}</span></#if></summary>
<#list session.turns as turn>
<#assign id = turn.id?string>
<div class="said<#if evidence?seq_contains(id)> evidence</#if><#if retrieved[id]??> retrieved</#if>" id="${id}"><span class="soft">${id}</span> <b dir="auto">${cut(turn.speaker)}</b><#if evidence?seq_contains(id)> <span class="chip hit">evidence</span></#if><#if retrieved[id]??> <span class="chip">retrieved, rank ${retrieved[id]}</span></#if><#if (turn.text?length > 5000)><@p.text turn.text/><#else><span class="text" dir="auto">${turn.text}</span></#if><#if turn.image??><p class="soft" dir="auto">Picture: ${cut(turn.caption()!"no caption")}<#if turn.image.query??>; searched for: ${cut(turn.image.query)}</#if></p></#if></div>
</#list>
</details>
</#list>
</#macro>

<#macro gold of><#if of.gold.text??>${cut(of.gold.text)}<#else><span class="empty">not answered in the conversation</span><#if of.gold.lure??> (lure: ${cut(of.gold.lure)})</#if></#if></#macro>
</#escape>
