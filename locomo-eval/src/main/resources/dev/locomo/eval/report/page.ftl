<#escape x as esc(x)>
<#macro page title script=false>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src <#noescape>${css.hash}; script-src ${script?then(js.hash, "'none'")}</#noescape>; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<#if back??><meta name="part-of" content="${back}"></#if>
<title>${title}</title>
<style><#noescape>${css.text}</#noescape></style>
</head>
<body>
<main>
<#nested>
</main>
<#if script>
<script><#noescape>${js.text}</#noescape></script>
</#if>
</body>
</html>
</#macro>

<#macro drawn>
<div class="charts">
<#list charts as chart>
<figure class="card" id="${chart.id}"><h3>${chart.title}</h3>
<#noescape>${chart.svg}</#noescape></figure>
</#list>
</div>
</#macro>

<#-- A number of a table; a dash where there is none. -->
<#macro num text><td class="num">${text}</td></#macro>

<#function share mean=""><#return mean?is_number?then(percent(mean), "–")></#function>

<#function interval of><#return of.low???then(share(of.low!) + " – " + share(of.high!), "–")></#function>

<#macro notice text><p class="notice">${text}</p>
</#macro>

<#-- A text under a heading; a long one is folded behind its start. -->
<#macro entry name of><dt>${name}</dt><dd><@text of/></dd></#macro>
<#macro text of><#if strip(of) == ""><span class="empty">empty</span><#elseif (of?length > 600)><details class="long"><summary><span class="start" dir="auto">${start(of)} &hellip;</span> <b>all ${of?length} characters</b></summary><span class="text" dir="auto">${of}</span></details><#else><span class="text" dir="auto">${of}</span></#if></#macro>
</#escape>
