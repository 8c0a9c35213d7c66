<#import "layout.ftl" as l>
<#escape x as esc(x)>
<@l.page "Sign in" ""><h1>Sign in</h1><form class="filters" method="post" action="/login"><label>Token <input type="password" name="token" required autocomplete="current-password"></label><button>Sign in</button></form></@l.page>
</#escape>
