<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page title ""><h1>${title}</h1><p>${text}</p></@l.page>
</#escape>
