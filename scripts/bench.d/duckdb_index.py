import sys, time
import duckdb
data,cuts,out,threads=sys.argv[1:5]
c=duckdb.connect(); c.execute(f"set threads={threads}"); c.execute("set preserve_insertion_order=false")
for k,v in (("data",data),("cuts",cuts),("out",out)): c.execute(f"set variable {k}='{v}'")
import re,os
sql=open(os.path.join(os.path.dirname(os.path.abspath(__file__)),'index.sql')).read()
for st in c.extract_statements(sql):
    s=time.time()
    try: c.execute(st)
    except Exception as e: print(st.query); raise
    d=time.time()-s
    if d>0.02: print(round(d,3), ' '.join(st.query.split())[:90], file=sys.stderr)
